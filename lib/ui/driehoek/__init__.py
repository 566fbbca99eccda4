"""The parts of the page Driehoek: meeting, agenda, agreements, police lists."""
