package dev.prewarm.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void objectsKeepTheirOrderAndAreIndented() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", 1);
        inner.put("a", List.of(true, "x"));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("inner", inner);
        outer.put("none", Map.of());
        outer.put("nobody", List.of());

        assertThat(Json.text(outer))
                .isEqualTo("{\n  \"inner\": {\n    \"z\": 1,\n    \"a\": [\n      true,\n      \"x\"\n    ]\n  },\n"
                        + "  \"none\": {},\n  \"nobody\": []\n}\n");
    }

    @Test
    void anyTextComesBackAsItWas() throws Exception {
        StringBuilder every = new StringBuilder("\"quoted\" back\\slash /");
        for (char c = 0; c < 0x300; c++) {
            every.append(c);
        }
        every.append("\u2028\u2029\ud83d\ude00\ufeff\uffff");
        String json = Json.text(Map.of(every.toString(), every));

        JsonObject read = JsonParser.object().from(json);

        assertThat(read).containsOnlyKeys(every.toString());
        assertThat(read.getString(every.toString())).isEqualTo(every.toString());
        assertThat(json).matches("[\\x20-\\x7e\\n]*");
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("ar-EG", "de-DE", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(Json.text(Arrays.asList(1234567L, -3, 12.25, 1e-9, Long.MIN_VALUE, 0.1f)))
                        .isEqualTo("[\n  1234567,\n  -3,\n  12.25,\n  1.0E-9,\n  -9223372036854775808,\n  0.1\n]\n");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsNoNumberIsNull() {
        List<Object> odd = new ArrayList<>();
        odd.add(Double.NaN);
        odd.add(Double.POSITIVE_INFINITY);
        odd.add(null);
        assertThat(Json.text(odd)).isEqualTo("[\n  null,\n  null,\n  null\n]\n");
    }
}
