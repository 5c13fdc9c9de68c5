package io.reprise.cli.project;

/**
 * A file that a project shall have.
 *
 * @param path relative to the project, with slashes
 * @param text whole, or what is added at the end
 * @param isAddition whether it is added to a file that is there already
 */
public record NewFile(String path, String text, boolean isAddition) {}
