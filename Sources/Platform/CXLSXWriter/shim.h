#ifndef ZAKRILA_CXLSXWRITER_SHIM_H
#define ZAKRILA_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
