"""How people word things: hedges, dates in words, the language of a text. Reads text; knows no media and no store."""
