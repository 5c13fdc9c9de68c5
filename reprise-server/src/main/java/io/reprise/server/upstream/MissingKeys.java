package io.reprise.server.upstream;

import io.reprise.core.exchange.Request;
import io.reprise.core.explain.NotAsked;
import io.reprise.core.family.PlaceholderKey;
import io.reprise.core.family.known.LikelyKeyVariable;
import io.reprise.core.plan.Mode;
import io.reprise.server.routing.Call;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the calls whose client has no API key, so that no upstream can be asked for them. They have a placeholder in the place of a key. */
public final class MissingKeys {
    private final Upstreams upstreams;
    private final Function<Call, Mode> modes;

    /** @param modes the mode of each call */
    public MissingKeys(Upstreams upstreams, Function<Call, Mode> modes) {
        this.upstreams = upstreams;
        this.modes = modes;
    }

    /**
     * Says which key is missing. Empty where the client has one, the configuration has one for the upstream, or no upstream would be asked in this mode
     * anyway.
     */
    public Optional<NotAsked.NoKey> of(Call call) {
        if (!PlaceholderKey.isIn(call.request()) || modes.apply(call) == Mode.REPLAY) {
            return Optional.empty();
        }
        List<Upstream> asked = asked(call);
        return asked.isEmpty() || asked.stream().anyMatch(Upstream::hasKey)
                ? Optional.empty()
                : Optional.of(new NotAsked.NoKey(
                        LikelyKeyVariable.of(call.request(), asked.get(0).url().getHost())));
    }

    /** Whether this upstream cannot be asked, since neither the client nor the configuration has a key. */
    public boolean isFor(Upstream upstream, Request request) {
        return !upstream.hasKey() && PlaceholderKey.isIn(request);
    }

    /** Why no upstream was asked for a call that no recording answers. */
    public NotAsked why(Call call) {
        if (call.overrides().mode().filter(Mode.REPLAY::equals).isPresent()) {
            return new NotAsked.RequestReplays();
        }
        Optional<NotAsked.NoKey> missing = of(call);
        return missing.isPresent() ? missing.get() : new NotAsked.ServerReplays();
    }

    /** A list of models is that of all upstreams. */
    private List<Upstream> asked(Call call) {
        Optional<String> named = call.overrides().upstream();
        if (call.family().isModelList() && named.isEmpty()) {
            return upstreams.wanted(named);
        }
        return upstreams.choose(named, call.model()) instanceof Upstreams.Choice.One one
                ? List.of(one.upstream())
                : List.of();
    }
}
