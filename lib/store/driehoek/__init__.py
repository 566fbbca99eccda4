"""The lokale driehoek in the store: meetings, agendas, agreements."""
