"""How is it kept? Atomic writes, locks, appended records, prepared folders."""
