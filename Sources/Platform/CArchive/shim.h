#ifndef ZAKRILA_CARCHIVE_SHIM_H
#define ZAKRILA_CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

#endif
