import dev.prewarm.it.programs.Calls;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioClient;
import java.nio.charset.StandardCharsets;

/** MinIO's client, which makes its own OkHttp: the object "100" of the bucket "bytes". */
public final class MinioOnOkHttp {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            MinioClient minio = MinioClient.builder()
                    .endpoint(origin)
                    .region("us-east-1")
                    .credentials("id", "secret")
                    .build();
            GetObjectArgs object =
                    GetObjectArgs.builder().bucket("bytes").object("100").build();
            return () -> {
                try (GetObjectResponse response = minio.getObject(object)) {
                    return new String(response.readAllBytes(), StandardCharsets.UTF_8);
                }
            };
        });
    }
}
