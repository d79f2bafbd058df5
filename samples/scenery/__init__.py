"""The made-up places that the samples show, and the small renderer that draws them. No photograph is used."""
