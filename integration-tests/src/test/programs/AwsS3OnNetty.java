import dev.prewarm.it.programs.Calls;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** The async S3 client of AWS SDK 2 on Netty, its default. */
public final class AwsS3OnNetty {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            S3AsyncClient s3 = S3AsyncClient.builder()
                    .endpointOverride(URI.create(origin))
                    .forcePathStyle(true)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                    .build();
            return () -> s3.getObject(object -> object.bucket("bytes").key("100"), AsyncResponseTransformer.toBytes())
                    .get()
                    .asUtf8String();
        });
    }
}
