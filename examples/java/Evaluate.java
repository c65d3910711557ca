// Evaluates the patients of a file and prints the report, by JNA (Debian: libjna-java).
//   java -cp /usr/share/java/jna.jar Evaluate.java FILE [DATA]
// The library is REGIMEN_LIBRARY, else libregimen.so.1.
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Files;
import java.nio.file.Path;

public class Evaluate {
  @Structure.FieldOrder({"size", "data", "pack", "safety", "cache"})
  public static class OpenOptions extends Structure {
    public long size = size();  // size_t; on 64 bits
    public String data, pack, safety, cache;
  }

  @Structure.FieldOrder({"size", "asOf", "jurisdiction", "locale", "name", "weights", "format", "all", "noAssumptions",
      "strict", "showValues", "reserved", "budgetUs", "cancel"})
  public static class EvaluateOptions extends Structure {
    public long size = size();
    public String asOf, jurisdiction, locale, name, weights;
    public int format, all, noAssumptions, strict, showValues, reserved;
    public long budgetUs;
    public Pointer cancel;
  }

  public interface Regimen extends Library {
    int FORMAT_TEXT = 1;
    int regimen_open(OpenOptions options, PointerByReference engine, PointerByReference error);
    void regimen_close(Pointer engine);
    int regimen_evaluate(Pointer engine, byte[] text, long length, EvaluateOptions options,
        PointerByReference result, PointerByReference error);
    long regimen_result_count(Pointer result);
    String regimen_result_text(Pointer result, long i, Pointer length);
    Pointer regimen_result_error(Pointer result, long i);
    void regimen_result_free(Pointer result);
    long regimen_error_count(Pointer error);
    String regimen_error_code(Pointer error, long i);
    String regimen_error_message(Pointer error, long i);
    String regimen_error_pointer(Pointer error, long i);
    int regimen_error_line(Pointer error, long i);
    void regimen_error_free(Pointer error);
    String regimen_status_name(int status);
  }

  static void complain(Regimen library, String file, Pointer error) {
    for (long i = 0; i < library.regimen_error_count(error); ++i) {
      System.err.printf("%s:%d %s %s: %s%n", file, library.regimen_error_line(error, i),
          library.regimen_error_pointer(error, i), library.regimen_error_code(error, i),
          library.regimen_error_message(error, i));
    }
  }

  public static void main(String[] arguments) throws Exception {
    String name = System.getenv().getOrDefault("REGIMEN_LIBRARY", "libregimen.so.1");
    Regimen library = Native.load(name, Regimen.class, java.util.Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    PointerByReference engine = new PointerByReference();
    PointerByReference result = new PointerByReference();
    PointerByReference error = new PointerByReference();
    OpenOptions where = new OpenOptions();
    if (arguments.length > 1) where.data = arguments[1];
    EvaluateOptions how = new EvaluateOptions();
    how.name = arguments[0];
    how.format = Regimen.FORMAT_TEXT;
    byte[] text = Files.readAllBytes(Path.of(arguments[0]));
    // Open once, evaluate as often as there are patients, from any thread.
    int status = library.regimen_open(where, engine, error);
    if (status >= 0) status = library.regimen_evaluate(engine.getValue(), text, text.length, how, result, error);
    if (status < 0) {
      System.err.println(library.regimen_status_name(status));
      complain(library, arguments[0], error.getValue());
    }
    for (long i = 0; i < library.regimen_result_count(result.getValue()); ++i) {
      complain(library, arguments[0], library.regimen_result_error(result.getValue(), i));  // what was set aside
      System.out.print(library.regimen_result_text(result.getValue(), i, null));
    }
    library.regimen_error_free(error.getValue());
    library.regimen_result_free(result.getValue());
    library.regimen_close(engine.getValue());
    System.exit(status < 0 ? 1 : 0);
  }
}
