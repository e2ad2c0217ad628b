package dev.prewarm.it.programs;

import dev.prewarm.it.contract.Ask;
import dev.prewarm.it.contract.Driver;
import dev.prewarm.it.contract.Setup;

/** An Apache client, by the driver that plays the contract's scenarios with it. */
final class ApacheSender implements Sender {
    private final Driver driver;
    private final Driver.Session client;

    ApacheSender(Driver driver) throws Exception {
        this.driver = driver;
        this.client = driver.open(Setup.plain(""));
    }

    @Override
    public String send(String method, String url, byte[] body) throws Exception {
        Ask ask = new Ask(method, url);
        return client.exchange(
                        body == null ? ask : ask.body(body), driver.ways().get(0))
                .play();
    }
}
