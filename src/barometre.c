/*
 * barometre.c
 *		Module magic and the setting.  Every other concern has a file of its
 *		own name.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/guc.h"

/* Values are laid out for pointers and doubles of 8 bytes, passed by value. */
#if SIZEOF_VOID_P < 8 || !defined(USE_FLOAT8_BYVAL)
#error "barometre needs a 64-bit build of PostgreSQL"
#endif

PG_MODULE_MAGIC;

/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
void		_PG_init(void);

/*
 * SQL reads it by current_setting('barometre.language', true), which also works
 * before the library is loaded.  It is no enum, so that a session that asks for
 * a language that we do not speak is served all the same.
 */
static char *language;

void
_PG_init(void)
{
	DefineCustomStringVariable("barometre.language",
							   "The language of labels and of the catalogue.",
							   "fr or en; another value counts as fr.",
							   &language,
							   "fr",
							   PGC_USERSET,
							   0,
							   NULL, NULL, NULL);
	/* barometre.langage is refused, once the library is loaded */
	MarkGUCPrefixReserved("barometre");
}
