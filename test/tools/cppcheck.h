/* What cppcheck must know of PostgreSQL's headers, which it does not read. */
#define SIZEOF_VOID_P 8
#define USE_FLOAT8_BYVAL 1
#define PG_MODULE_MAGIC
#define PG_FUNCTION_INFO_V1(name)
#define foreach(cell, list) for (cell = list_head(list); cell != NULL; cell = lnext(list, cell))
