import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * What the drivers of all clients have in common: the scenarios and their questions, and how they print what a user would see.
 *
 * <pre>java OpenAiDriver http://127.0.0.1:8000/t/openai-java plain streamed …</pre>
 */
public abstract class Driver {
    public static final String KEY = System.getenv("SUITE_KEY");

    /** The tool that the scripted upstream calls. */
    public static final String TOOL = "get_weather";

    public static final String TOOL_DESCRIPTION = "Get the weather of a city";
    public static final Map<String, Object> CITY = Map.of("city", Map.of("type", "string"));
    public static final Map<String, Object> SCHEMA =
            Map.of("type", "object", "properties", CITY, "required", List.of("city"));

    // what clients log goes to standard error
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static String client;

    protected abstract void plain(String prompt) throws Exception;

    protected abstract void streamed(String prompt, String model) throws Exception;

    protected abstract void tool(String prompt) throws Exception;

    protected abstract void toolStreamed(String prompt) throws Exception;

    protected void choices(String prompt) throws Exception {
        throw new UnsupportedOperationException();
    }

    protected void completion(String prompt) throws Exception {
        throw new UnsupportedOperationException();
    }

    protected void aborted(String prompt) throws Exception {
        throw new UnsupportedOperationException();
    }

    protected void models() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** What the tool answers. */
    public static String weatherIn(Object city) {
        return "18 °C in " + city + " for " + client;
    }

    public static void say(String what, Object value) {
        OUT.println(what + ": " + value);
    }

    public static void sayCall(String name, String json) {
        say("call", name + " " + json);
    }

    public static void sayCall(String name, Map<?, ?> arguments) {
        sayCall(name, "{\"city\":\"" + arguments.get("city") + "\"}");
    }

    /** Runs the scenarios of the command line; the last part of the base URL is the name of the client. */
    public static void drive(String[] arguments, Function<String, Driver> driverOf) {
        System.setOut(System.err);
        String base = arguments[0];
        client = base.substring(base.lastIndexOf('/') + 1);
        for (String scenario : List.of(arguments).subList(1, arguments.length)) {
            OUT.println("== " + scenario);
            long start = System.nanoTime();
            try {
                driverOf.apply(scenario.equals("second-test") ? base + ".second%5B1%2F2%5D" : base)
                        .run(scenario);
            } catch (Throwable error) {
                Throwable shown = error;
                while ((shown instanceof ExecutionException || shown instanceof CompletionException)
                        && shown.getCause() != null) {
                    shown = shown.getCause();
                }
                shown.printStackTrace();
                say("error", shown.getClass().getSimpleName() + ": " + shown.getMessage());
            }
            OUT.println("== took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
        System.exit(0); // the threads of some clients would stay for a while
    }

    private void run(String scenario) throws Exception {
        switch (scenario) {
            case "plain", "second-test" -> plain("Tell " + client + " a joke.");
            case "streamed" -> streamed("Tell " + client + " a joke.", "tiny");
            case "tool" -> tool("What is the weather for " + client + "?");
            case "tool-streamed" -> toolStreamed("What is the weather for " + client + "?");
            case "error" -> plain(client + " is refused.");
            case "error-streamed" -> streamed(client + " is refused.", "tiny");
            case "miss" -> plain("Tell " + client + " a poem.");
            case "miss-streamed" -> streamed("Tell " + client + " a poem.", "tiny");
            case "away" -> plain("Tell " + client + " of far away.");
            case "choices" -> choices("Tell " + client + " two jokes.");
            case "completion" -> completion("Once upon a time, " + client);
            case "retries" -> plain("Are you busy, " + client + "?");
            case "retries-streamed" -> streamed("Are you busy, " + client + "?", "tiny");
            case "aborted" -> aborted("Tell " + client + " a long story.");
            case "aborted-again" -> streamed("Tell " + client + " a long story.", "tiny");
            case "models" -> models();
            case "demo" -> streamed("tell me a joke", "llama3.2:1b");
            default -> throw new IllegalArgumentException(scenario);
        }
    }

    /** Joins what arrives, and counts the pieces that have something in them. */
    public static final class Pieces {
        private final StringBuilder text = new StringBuilder();
        private int count;

        public synchronized void add(String piece) {
            if (piece != null && !piece.isEmpty()) {
                text.append(piece);
                count++;
            }
        }

        public synchronized void say() {
            Driver.say("text", text);
            Driver.say("pieces", count);
        }
    }
}
