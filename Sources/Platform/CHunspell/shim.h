#ifndef ZAKRILA_CHUNSPELL_SHIM_H
#define ZAKRILA_CHUNSPELL_SHIM_H

#include <hunspell.h>

#endif
