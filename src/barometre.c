/*
 * barometre.c
 *		Module magic.  Every other concern has a file of its own name.
 */
#include "postgres.h"

#include "fmgr.h"

PG_MODULE_MAGIC;
