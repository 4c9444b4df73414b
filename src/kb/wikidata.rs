//! A Wikidata JSON dump → a compiled file.
