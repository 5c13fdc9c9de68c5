package io.reprise.server.control;

/** Routes of the control API that belong together. */
public interface RouteGroup {
    void addTo(ControlRoutes routes);
}
