-- Long work is shown to whoever started it, and to those who see everybody's.
ALTER TABLE custody.operation ADD COLUMN started_by text;
