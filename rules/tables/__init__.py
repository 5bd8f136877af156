"""Rules as a decision table: rules and limits as rows of a workbook, their conditions as columns; and back."""
