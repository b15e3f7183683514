#ifndef ZAKRILA_CXML2_SHIM_H
#define ZAKRILA_CXML2_SHIM_H

#include <libxml/parser.h>

#endif
