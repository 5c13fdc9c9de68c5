package io.reprise.server;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.plan.Mode;
import io.reprise.server.catalogue.PruneRoute;
import io.reprise.server.catalogue.TestRoutes;
import io.reprise.server.control.WrongRequestException;
import io.reprise.server.mcp.tool.Changes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What agents change, done by the code of the control API. */
final class AgentChanges implements Changes {
    private final PruneRoute prune;
    private final TestRoutes tests;
    private final boolean recordsWhatIsMissing;

    AgentChanges(PruneRoute prune, TestRoutes tests, Mode mode, boolean hasUpstreams) {
        this.prune = prune;
        this.tests = tests;
        this.recordsWhatIsMissing = hasUpstreams && mode.keeps();
    }

    private static <T> T said(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (WrongRequestException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    @Override
    public Json prune(Json wanted) {
        return said(() -> prune.prune(Bytes.utf8(wanted.write(Layout.COMPACT))));
    }

    @Override
    public List<String> recordings(TestId test) {
        return tests.locations(test);
    }

    @Override
    public Json delete(TestId test) {
        return said(() -> tests.deleteAndStartOver(test));
    }

    @Override
    public boolean recordsWhatIsMissing() {
        return recordsWhatIsMissing;
    }

    @Override
    public Json startOver(Optional<TestId> test) {
        return said(() -> tests.startOver(test));
    }
}
