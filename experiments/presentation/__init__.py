"""How pictures and pages look: nothing here knows what they show."""
