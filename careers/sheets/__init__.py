"""Sheets and cards for class: what pages say about occupations, on paper."""
