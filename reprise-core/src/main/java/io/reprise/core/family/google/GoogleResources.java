package io.reprise.core.family.google;

import io.reprise.core.conversation.ChatMessage;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.Texts;
import io.reprise.core.family.Titles;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients make, upload, look at and delete: files, cached contents, file search stores, batches, tuned models, operations. */
public final class GoogleResources implements GoogleApi {
    /** One model. Its {@code name} is no id: other requests carry it. */
    public static final ApiFamily MODEL = new GoogleResources("google-model");

    public static final ApiFamily FAMILY = new GoogleResources("google-resources");

    /** Some names other APIs have as well, but not below these versions. */
    private static final Pattern PATHS = Pattern.compile(
            "(.*/)?(upload/|download/)?(v1beta\\d?|v1alpha)/(files|batches|operations|models|tunedModels|corpora)/?([/:%].*)?"
                    + "|(.*/)?(upload|download)/v1[a-z]*\\d?/files([/:%].*)?"
                    + "|(?:(.*/)?v1[a-z]*\\d?/|" + GoogleApi.IN_PROJECT
                    + ")(cachedContents|fileSearchStores|ragCorpora|batchPredictionJobs|tuningJobs)([/:%].*)?"
                    + "|(.*/)?(upload|download)/v1[a-z]*\\d?/(fileSearchStores|ragCorpora)([/:%].*)?"
                    + "|.*[^/](:|%3[Aa])batchGenerateContent/?");

    /** One of these is in each of the paths. */
    private static final List<String> WORDS = List.of(
            "v1beta",
            "v1alpha",
            "load/v1",
            "cachedContents",
            "fileSearchStores",
            "ragCorpora",
            "batchPredictionJobs",
            "tuningJobs",
            "batchGenerateContent");

    private static final Pattern IN_PATH = Pattern.compile("(?:^|/)models/([^/:%]+)(?=[:%]|/?$)");

    private static final Pattern PATH_OF_MODEL = Pattern.compile("(.*/)?(v1beta\\d?|v1alpha)/models/[^/:%]+/?");

    private final String name;

    private GoogleResources(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean covers(String method, String path) {
        boolean isModel = method.equals("GET") && PATH_OF_MODEL.matcher(path).matches();
        return this == MODEL ? isModel : !isModel && isOfResource(path);
    }

    private static boolean isOfResource(String path) {
        return WORDS.stream().anyMatch(path::contains) && PATHS.matcher(path).matches();
    }

    /** Of what is made, or of what is asked for. */
    @Override
    public Optional<String> model(ParsedRequest request) {
        String named = request.json().orElse(Json.NULL).text("model");
        Matcher inPath = IN_PATH.matcher(request.request().path());
        return !named.isEmpty()
                ? Optional.of(named.substring(named.lastIndexOf('/') + 1))
                : inPath.find() ? Optional.of(inPath.group(1)) : Optional.empty();
    }

    @Override
    public boolean asksModel(ParsedRequest request) {
        return false;
    }

    @Override
    public String title(ParsedRequest request) {
        Json body = request.json().orElse(Json.NULL);
        String title = GoogleParts.title(body);
        return title.isEmpty()
                ? Titles.of(body.get("displayName")
                        .or(() -> body.at("file", "displayName"))
                        .or(() -> body.at("file", "display_name"))
                        .or(() -> body.at("batch", "displayName"))
                        .or(() -> body.at("batch", "display_name"))
                        .orElse(Json.NULL))
                : title;
    }

    /** Results of batches have generated contents within them. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        if (this == MODEL && name.equals("name")) {
            return Optional.empty();
        }
        int content = path.indexOf(".candidates[]");
        return content >= 0
                ? GoogleVolatility.ofContent(path.substring(content), name)
                : GoogleVolatility.ofResources(path, name);
    }

    @Override
    public List<ChannelText> texts(ParsedResponse response) {
        return Texts.of(response, GoogleAnswers::texts);
    }

    @Override
    public List<ChatMessage> asked(ParsedRequest request) {
        return GoogleParts.asked(request.json().orElse(Json.NULL));
    }
}
