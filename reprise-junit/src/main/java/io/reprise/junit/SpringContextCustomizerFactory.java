package io.reprise.junit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/** Spring finds it in {@code META-INF/spring.factories}, and asks it about each test class. It knows those with {@link RepriseTest}. */
final class SpringContextCustomizerFactory implements ContextCustomizerFactory {
    SpringContextCustomizerFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        Optional<Options> options = Options.ofClass(testClass);
        return options.map(found -> new SpringContextCustomizer(
                        ServerOfApplications.property(testClass, found), found.upstreamNames()))
                .orElse(null);
    }
}
