"""regimen in Python, by ctypes: no build step, nothing but the library (REGIMEN_LIBRARY, else libregimen.so.1).

    engine = regimen.Engine()
    for patient in engine.evaluate(text):
        print(patient.decision["eligibility"]["status"], patient.problems)

An Engine may be shared by threads: ctypes lets other threads run during a call.
"""
import ctypes
import json
import os
from ctypes import POINTER, byref, c_char_p, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from dataclasses import dataclass


class _OpenOptions(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("data", c_char_p), ("pack", c_char_p), ("safety", c_char_p), ("cache", c_char_p)]


class _EvaluateOptions(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("as_of", c_char_p), ("jurisdiction", c_char_p), ("locale", c_char_p),
                ("name", c_char_p), ("weights", c_char_p), ("format", c_int32), ("all", c_int32),
                ("no_assumptions", c_int32), ("strict", c_int32), ("show_values", c_int32), ("reserved", c_int32),
                ("budget_us", c_uint64), ("cancel", c_void_p)]


def _load():
    library = ctypes.CDLL(os.environ.get("REGIMEN_LIBRARY", "libregimen.so.1"))
    signatures = {
        "open": (c_int32, POINTER(_OpenOptions), POINTER(c_void_p), POINTER(c_void_p)),
        "reload": (c_int32, c_void_p, POINTER(c_void_p)), "close": (None, c_void_p),
        "evaluate": (c_int32, c_void_p, c_char_p, c_size_t, POINTER(_EvaluateOptions), POINTER(c_void_p), POINTER(c_void_p)),
        "result_count": (c_size_t, c_void_p), "result_text": (c_char_p, c_void_p, c_size_t, c_void_p),
        "result_error": (c_void_p, c_void_p, c_size_t), "result_free": (None, c_void_p),
        "error_status": (c_int32, c_void_p), "error_text": (c_char_p, c_void_p), "error_count": (c_size_t, c_void_p),
        "error_code": (c_char_p, c_void_p, c_size_t), "error_message": (c_char_p, c_void_p, c_size_t),
        "error_pointer": (c_char_p, c_void_p, c_size_t), "error_line": (c_uint32, c_void_p, c_size_t),
        "error_free": (None, c_void_p), "status_name": (c_char_p, c_int32), "version": (c_char_p,)}
    for name, (result, *arguments) in signatures.items():
        function = getattr(library, "regimen_" + name)
        function.restype, function.argtypes = result, arguments
    return library


_library = _load()
version = _library.regimen_version().decode()


@dataclass
class Problem:
    code: str
    message: str
    pointer: str
    line: int


@dataclass
class Patient:
    text: str  # empty where the patient was rejected
    problems: list  # what was set aside, or why

    @property
    def decision(self):
        return json.loads(self.text) if self.text else None


def _problems(error):
    read = lambda name, i: getattr(_library, "regimen_error_" + name)(error, i)
    return [Problem(read("code", i).decode(), read("message", i).decode(), read("pointer", i).decode(), read("line", i))
            for i in range(_library.regimen_error_count(error))]


class Error(Exception):
    """`status` is the name of the status, `problems` says what is wrong and where."""

    def __init__(self, status, error):
        super().__init__(_library.regimen_error_text(error).decode())
        self.status = _library.regimen_status_name(status).decode()
        self.problems = _problems(error)
        _library.regimen_error_free(error)


def _given(options, values):
    options.size = ctypes.sizeof(options)
    for name, value in values.items():
        if name not in dict(options._fields_):
            raise TypeError("no such option: " + name)
        setattr(options, name, value.encode() if isinstance(value, str) else value)
    return options


class Engine:
    """Options are those of regimen_open_options, by name."""

    def __init__(self, **options):
        self._handle, error = c_void_p(), c_void_p()
        status = _library.regimen_open(byref(_given(_OpenOptions(), options)), byref(self._handle), byref(error))
        if status < 0:
            raise Error(status, error)

    def __del__(self):
        _library.regimen_close(self._handle)

    def reload(self):
        """Reads the packs again; where they are not acceptable, raises and goes on with those there were."""
        error = c_void_p()
        status = _library.regimen_reload(self._handle, byref(error))
        if status < 0:
            raise Error(status, error)

    def evaluate(self, text, **options):
        """A profile or FHIR, as str or bytes; options are those of regimen_evaluate_options, by name."""
        data = text.encode() if isinstance(text, str) else text
        result, error = c_void_p(), c_void_p()
        status = _library.regimen_evaluate(self._handle, data, len(data), byref(_given(_EvaluateOptions(), options)),
                                           byref(result), byref(error))
        if status < 0:
            raise Error(status, error)
        try:
            return [Patient(_library.regimen_result_text(result, i, None).decode(),
                            _problems(_library.regimen_result_error(result, i)))
                    for i in range(_library.regimen_result_count(result))]
        finally:
            _library.regimen_result_free(result)
