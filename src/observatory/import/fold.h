/*
 * fold.h
 *		Texts as people type them, reduced to what they mean.
 */
#ifndef FOLD_H
#define FOLD_H

#include "lib/stringinfo.h"

extern void fold_append(StringInfo to, const char *text, int length);

#endif							/* FOLD_H */
