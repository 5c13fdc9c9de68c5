package io.reprise.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** What follows {@code reprise} on the command line; the result of a call is the exit status. */
interface Subcommand extends Callable<Integer> {
    CommandSpec spec();
}
