#ifndef ZAKRILA_CQRENCODE_SHIM_H
#define ZAKRILA_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
