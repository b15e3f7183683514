#ifndef ZAKRILA_CPOSTGRESQL_SHIM_H
#define ZAKRILA_CPOSTGRESQL_SHIM_H

#include <libpq-fe.h>

// Character macros are not imported into Swift: these give the fields of an error that carry no row data.
static const int zakrila_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int zakrila_diag_constraint_name = PG_DIAG_CONSTRAINT_NAME;
static const int zakrila_diag_table_name = PG_DIAG_TABLE_NAME;
static const int zakrila_diag_column_name = PG_DIAG_COLUMN_NAME;

#endif
