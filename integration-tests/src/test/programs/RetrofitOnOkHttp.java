import dev.prewarm.it.programs.Calls;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.scalars.ScalarsConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;

/** Retrofit on the OkHttp that it makes for itself, GET and POST in turn. */
public final class RetrofitOnOkHttp {
    interface Service {
        @GET("/bytes/100")
        Call<String> get();

        @POST("/echo")
        Call<String> post(@Body String body);
    }

    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            Service service = new Retrofit.Builder()
                    .baseUrl(origin)
                    .addConverterFactory(ScalarsConverterFactory.create())
                    .build()
                    .create(Service.class);
            return Calls.inTurn(
                    () -> service.get().execute().body(),
                    () -> service.post("posted").execute().body());
        });
    }
}
