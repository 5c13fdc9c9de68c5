package io.reprise.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The hosts that are reached without a proxy, as {@code NO_PROXY} lists them: names, with all below them, addresses, networks, {@code *}. */
final class ProxyExceptions {
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}|[0-9a-f:.]*:[0-9a-f:.]*");

    private final List<String> entries;

    private ProxyExceptions(List<String> entries) {
        this.entries = entries;
    }

    /** @param text separated by commas or spaces */
    static ProxyExceptions parse(String text) {
        return new ProxyExceptions(Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,]+", -1))
                .filter(entry -> !entry.isEmpty())
                .toList());
    }

    boolean has(String host, int port) {
        String name = bare(host);
        return entries.stream().anyMatch(entry -> has(entry, name, port));
    }

    private static boolean has(String entry, String name, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.contains("/")) {
            return isInNetwork(entry, name);
        }
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (hasPort && !entry.substring(colon + 1).equals(String.valueOf(port))) {
            return false;
        }
        String listed = bare(hasPort ? entry.substring(0, colon) : entry).replaceFirst("^\\*?\\.", "");
        if (isAddress(name)) {
            return isAddress(listed) && address(name).equals(address(listed));
        }
        return name.equals(listed) || name.endsWith("." + listed);
    }

    /** Whether the address is in a network such as {@code 10.0.0.0/8}. */
    private static boolean isInNetwork(String network, String name) {
        int slash = network.indexOf('/');
        String start = bare(network.substring(0, slash));
        String length = network.substring(slash + 1);
        if (!isAddress(start) || !isAddress(name) || !length.matches("[0-9]{1,3}")) {
            return false;
        }
        byte[] one = bytes(start);
        byte[] other = bytes(name);
        int rest = one.length * Byte.SIZE - Integer.parseInt(length);
        return one.length == other.length
                && rest >= 0
                && new BigInteger(1, one).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
    }

    private static byte[] bytes(String address) {
        return address(address).map(InetAddress::getAddress).orElse(new byte[0]);
    }

    /** Whether a host is this machine, whatever names others have for it. */
    static boolean isThisMachine(String host) {
        String name = bare(host);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || isAddress(name)
                        && address(name)
                                .filter(known -> known.isLoopbackAddress() || known.isAnyLocalAddress())
                                .isPresent();
    }

    /** Asks no name server, since the text is an address. */
    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException impossible) {
            return Optional.empty();
        }
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Without brackets and the dot of the root, in lower case. */
    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
