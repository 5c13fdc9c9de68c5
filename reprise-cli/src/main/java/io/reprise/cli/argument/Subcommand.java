package io.reprise.cli.argument;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A command of {@code reprise}; the result of a call is the exit status. */
public interface Subcommand extends Callable<Integer> {
    CommandSpec spec();
}
