package io.reprise.junit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Points the clients of an application context at the server of the tests. Contexts are cached by its values, so that tests with equal annotations share a context.
 *
 * @param property the system property that has the URL of the server
 * @param upstreams the names that the annotation gives them
 */
record SpringContextCustomizer(String property, List<String> upstreams) implements ContextCustomizer {
    /** The property that has the base URL of a context. */
    static final String URL = "reprise.base-url";

    SpringContextCustomizer {
        upstreams = List.copyOf(upstreams);
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
        String server = System.getProperty(property);
        if (server == null) {
            return; // the extension does not take part
        }
        String url = ApplicationUrl.ofNewOne(server).toString();
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> properties =
                new HashMap<>(SpringProperties.baseUrls(url, upstreams, environment::containsProperty));
        properties.put(URL, url);
        environment.getPropertySources().addFirst(new MapPropertySource("reprise", properties));
        environment.getPropertySources().addLast(new MapPropertySource("reprise-keys", SpringProperties.keys()));
    }
}
