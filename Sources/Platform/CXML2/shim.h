#ifndef ZAKRILA_CXML2_SHIM_H
#define ZAKRILA_CXML2_SHIM_H

// Debian's libxml2 names types of ICU, of which Foundation brings another edition. Nothing that is used here depends on them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parserInternals.h>

#endif
