package io.reprise.cli.process;

import io.reprise.core.exchange.NearNames;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The message about a failure, in one line for people, and its exit status. */
public final class FailureMessage {
    private FailureMessage() {}

    public static int exitCode(Throwable failed) {
        if (failed instanceof UnreadOutputException) {
            return ExitCode.UNREAD;
        }
        return failed instanceof IllegalArgumentException ? ExitCode.WRONG_USE : ExitCode.FAILED;
    }

    /** On one line, for people. */
    public static String of(Throwable failed) {
        return oneLine(message(failed));
    }

    private static String message(Throwable failed) {
        if (failed instanceof UncheckedIOException unchecked) {
            return of(unchecked, Objects.requireNonNull(unchecked.getCause()));
        }
        if (failed instanceof FileSystemException system) {
            return FileFailures.cannotRead(system.getFile(), system);
        }
        if (failed instanceof IOException io) {
            return FileFailures.unreadableWithRemedy(io);
        }
        if (failed instanceof OutOfMemoryError) {
            return "there is not enough memory; give more, for example with REPRISE_JAVA_OPTS=-Xmx4g";
        }
        if (failed instanceof ServiceConfigurationError || failed instanceof LinkageError) {
            return "a jar on the class path is broken, or does not go with this version of Reprise: " + rootOf(failed)
                    + "; remove it, or install Reprise again";
        }
        boolean isOurs = failed instanceof IllegalArgumentException
                || failed.getClass().getName().startsWith("io.reprise.");
        return isOurs && failed.getMessage() != null
                ? failed.getMessage()
                : "unexpected error: " + failed + "; set REPRISE_DEBUG=1 to see where it happened";
    }

    /** What was noticed first, which names the class. */
    private static String rootOf(Throwable failed) {
        String first = String.valueOf(failed.getMessage());
        Throwable cause = failed.getCause();
        return cause == null || cause.getMessage() == null ? first : first + " (" + cause.getMessage() + ")";
    }

    /** What could not be done, and why. */
    private static String of(UncheckedIOException failed, IOException cause) {
        String what = String.valueOf(failed.getMessage());
        return what.equals(String.valueOf(cause))
                ? message(cause)
                : what + ": "
                        + (what.startsWith("cannot read")
                                ? FileFailures.unreadableWithRemedy(cause)
                                : FileFailures.unwritable(cause));
    }

    /** The message about wrong arguments, with the probable correction and where to find help. */
    public static String of(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String message = oneLine(String.valueOf(wrong.getMessage()))
                .replaceFirst("^Invalid value for option '(--[a-z-]+)'[^:]*: ", "$1: ");
        String near = "";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            message = unmatched.isUnknownOption()
                    ? "there is no option '" + first + "'"
                    : command.getParent() == null && !command.getSubcommands().isEmpty()
                            ? "there is no command '" + first + "'"
                            : "'" + first + "' is not expected here" + asDirectory(command, first);
            near = near(first, names(command, unmatched.isUnknownOption()));
        }
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) + near + " (see '"
                + command.getCommandSpec().qualifiedName() + " --help')";
    }

    /** People write the directory without its flag. */
    private static String asDirectory(CommandLine command, String word) {
        try {
            return command.getCommandSpec().findOption("--recordings") != null && Files.isDirectory(Path.of(word))
                    ? "; --recordings " + word + " names the directory"
                    : "";
        } catch (InvalidPathException noPath) {
            return "";
        }
    }

    /** The message about a first word that is no command. */
    public static String noCommand(String word, Collection<String> commands) {
        return "there is no command " + Quoted.of(oneLine(word)) + near(word, commands) + " (see 'reprise --help')";
    }

    private static String near(String word, Collection<String> names) {
        return NearNames.of(word, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static Collection<String> names(CommandLine command, boolean areOptions) {
        return areOptions
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
    }

    public static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
