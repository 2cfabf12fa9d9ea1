"""Whether any rule judges in hindsight: what the whole record says of a day, beside what was known on that day."""
