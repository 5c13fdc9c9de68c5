package io.reprise.core.family.known;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.openai.OpenAiCompletions;
import io.reprise.core.family.openai.OpenAiEmbeddings;
import io.reprise.core.family.openai.OpenAiModels;
import io.reprise.core.family.openai.OpenAiModerations;
import io.reprise.core.family.openai.media.OpenAiAudio;
import io.reprise.core.family.openai.media.OpenAiImages;
import io.reprise.core.family.openai.realtime.RealtimeSocket;
import io.reprise.core.family.openai.resources.OpenAiRealtime;
import io.reprise.core.family.openai.resources.OpenAiResources;
import io.reprise.core.family.openai.responses.OpenAiConversations;
import io.reprise.core.family.openai.responses.OpenAiResponses;
import java.util.List;
import java.util.stream.Stream;

/** OpenAI's APIs, which many serve, the most specific first; chat is first of all families. */
final class OpenAiFamilies {
    static final List<ApiFamily> ALL = Stream.<List<? extends ApiFamily>>of(
                    List.of(
                            OpenAiCompletions.TEXT,
                            OpenAiResponses.CREATED,
                            OpenAiResponses.STORED,
                            OpenAiConversations.FAMILY,
                            OpenAiEmbeddings.FAMILY,
                            OpenAiModerations.FAMILY,
                            OpenAiImages.FAMILY,
                            OpenAiAudio.FAMILY,
                            OpenAiRealtime.FAMILY,
                            RealtimeSocket.FAMILY,
                            OpenAiModels.FAMILY),
                    OpenAiResources.ALL)
            .<ApiFamily>flatMap(List::stream)
            .toList();

    private OpenAiFamilies() {}
}
