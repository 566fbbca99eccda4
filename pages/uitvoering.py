"""The control cycle with today on it, the organisation, and what goes on besides the themes."""

from lib.figures import sentences, tables
from lib.ui import delivery, frame, kinds, measures, movements

board = frame.begin("Uitvoering")
frame.show(tables.finding(sentences.cycle_finding(board)))
delivery.cycle(board)
measures.register(board)
delivery.threads(board)
delivery.organisation(board)
delivery.going_concern(board)
movements.comparison_control(board)
movements.changes(board, kinds.going_concern(board), name="altijd-door")
kinds.per_year(board, kinds.going_concern(board), name="altijd-door")
