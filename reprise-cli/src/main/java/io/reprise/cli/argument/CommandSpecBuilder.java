package io.reprise.cli.argument;

import io.reprise.server.report.ProgramVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Describes a command: its parameters and its help. */
public final class CommandSpecBuilder {
    /** Makes what parameters need. The library's own factory first looks for a class of Groovy in each jar of the program, which takes longer than many commands. */
    public static final CommandLine.IFactory FACTORY = new CommandLine.IFactory() {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == List.class
                    ? type.cast(new ArrayList<>())
                    : CommandLine.defaultFactory().create(type);
        }
    };

    private final CommandSpec spec;

    private CommandSpecBuilder(CommandSpec spec) {
        this.spec = spec;
    }

    public static CommandSpecBuilder of(Callable<Integer> command, String name, String... description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command, FACTORY).name(name);
        spec.versionProvider(() -> new String[] {"reprise " + ProgramVersion.text()});
        spec.usageMessage().sortOptions(false).description(description);
        return new CommandSpecBuilder(spec);
    }

    public CommandSpecBuilder takes(Iterable<Parameter<?>> parameters) {
        parameters.forEach(parameter -> spec.add(parameter.spec()));
        return this;
    }

    public CommandSpecBuilder takes(Parameter<?>... parameters) {
        for (Parameter<?> parameter : parameters) {
            spec.add(parameter.spec());
        }
        return this;
    }

    /** @param statuses such as {@code 0:success} */
    public CommandSpecBuilder exits(String... statuses) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String status : statuses) {
            int colon = status.indexOf(':');
            meanings.put(status.substring(0, colon), status.substring(colon + 1));
        }
        spec.usageMessage().exitCodeListHeading("%nExit status:%n").exitCodeList(meanings);
        return this;
    }

    public CommandSpecBuilder examples(String... lines) {
        spec.usageMessage().footerHeading("%nExamples:%n").footer(lines);
        return this;
    }

    /** Adds the parameters that all commands have. */
    public CommandSpec spec() {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        return spec;
    }
}
