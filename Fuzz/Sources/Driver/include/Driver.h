#ifndef ZAKRILA_FUZZ_DRIVER_H
#define ZAKRILA_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer's own door (FuzzerInterface of LLVM), for programs that have a main.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
