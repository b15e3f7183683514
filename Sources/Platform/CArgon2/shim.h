#ifndef ZAKRILA_CARGON2_SHIM_H
#define ZAKRILA_CARGON2_SHIM_H

#include <argon2.h>

#endif
