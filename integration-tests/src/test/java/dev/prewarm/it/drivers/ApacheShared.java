package dev.prewarm.it.drivers;

import dev.prewarm.it.contract.Ability;
import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Setup;
import dev.prewarm.it.programs.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.Timeout;

/** What Apache HttpClient's classic and async client have alike, by what is the same from 5.0 on. */
final class ApacheShared {
    /** The links of the chain of execution before which an interceptor notes what comes by. */
    static final List<String> LINKS = List.of(
            ChainElement.REDIRECT.name(),
            ChainElement.PROTOCOL.name(),
            ChainElement.CONNECT.name(),
            ChainElement.MAIN_TRANSPORT.name());

    /** {@link HttpRequestInterceptor} and {@link HttpResponseInterceptor}: what they see of message and connection. */
    static final HttpRequestInterceptor REQUESTS = ApacheShared::sees;

    static final HttpResponseInterceptor RESPONSES = ApacheShared::sees;

    private static final String EVENTS = "prewarm-test.events";

    private ApacheShared() {}

    /** A context by which all that is called for one request finds its events. */
    static HttpClientContext context(Events events) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(EVENTS, events);
        return context;
    }

    static Events events(HttpContext context) {
        return (Events) context.getAttribute(EVENTS);
    }

    private static void sees(HttpRequest request, EntityDetails entity, HttpContext context) {
        events(context)
                .add("request(" + request.getMethod() + " " + request.getRequestUri() + " " + endpoint(context) + ")");
    }

    private static void sees(HttpResponse response, EntityDetails entity, HttpContext context) {
        events(context)
                .add("response(" + response.getCode() + " " + (entity == null ? "-" : entity.getContentLength()) + " "
                        + endpoint(context) + ")");
    }

    private static String endpoint(HttpContext context) {
        EndpointDetails details = HttpCoreContext.adapt(context).getEndpointDetails();
        return details == null
                ? "no connection"
                : details.getRemoteAddress() + " timeout=" + details.getSocketTimeout() + " requests="
                        + details.getRequestCount() + " responses=" + details.getResponseCount();
    }

    /** An address to bind to is the route planner's to say in every version. */
    static HttpRoutePlanner planner(Setup setup) {
        return new DefaultRoutePlanner(null) {
            @Override
            protected InetAddress determineLocalAddress(HttpHost target, HttpContext context) {
                return setup.wants(Ability.LOCAL_ADDRESS)
                        ? new InetSocketAddress(setup.value(Ability.LOCAL_ADDRESS), 0).getAddress()
                        : null;
            }

            @Override
            protected HttpHost determineProxy(HttpHost target, HttpContext context) {
                return setup.wants(Ability.PROXY) ? new HttpHost("127.0.0.1", setup.number(Ability.PROXY, 0)) : null;
            }
        };
    }

    static RequestConfig config(Setup setup, Ask ask) {
        return RequestConfig.custom()
                .setConnectTimeout(Timeout.ofMilliseconds(setup.millis(Ability.CONNECT_TIMEOUT)))
                .setResponseTimeout(Timeout.ofMilliseconds(setup.millis(Ability.RESPONSE_TIMEOUT)))
                .setConnectionRequestTimeout(Timeout.ofMinutes(1))
                .setExpectContinueEnabled(ask.expectsContinue())
                .build();
    }

    /** Null: the library's own. */
    static CredentialsProvider credentials(Setup setup) {
        if (!setup.wants(Ability.BASIC_AUTH)) {
            return null;
        }
        String[] who = setup.value(Ability.BASIC_AUTH).split(":");
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        provider.setCredentials(new AuthScope(null, -1), new UsernamePasswordCredentials(who[0], who[1].toCharArray()));
        return provider;
    }

    /** Null: the library's own. */
    static DnsResolver resolver(Setup setup) {
        if (!setup.wants(Ability.ADDRESSES)) {
            return null;
        }
        String[] addresses = setup.value(Ability.ADDRESSES).split(",");
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] resolved = new InetAddress[addresses.length];
                for (int i = 0; i < addresses.length; i++) {
                    resolved[i] = InetAddress.getByName(addresses[i]);
                }
                return resolved;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    static String outcome(HttpResponse response, byte[] body, HttpClientContext context, Object trailers) {
        return Outcome.of(
                response.getCode(),
                response.getVersion(),
                Arrays.stream(response.getHeaders()).map(String::valueOf).collect(Collectors.toList()),
                body,
                TlsText.of(context.getSSLSession()) + " trailers=" + trailers + " redirects="
                        + context.getRedirectLocations().getAll());
    }
}
