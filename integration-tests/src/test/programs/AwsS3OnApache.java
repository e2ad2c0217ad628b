import dev.prewarm.it.programs.Calls;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 client of AWS SDK 2 on Apache HttpClient 5: the object "100" of the bucket "bytes". */
public final class AwsS3OnApache {
    public static void main(String[] origins) throws Exception {
        Calls.run(origins, origin -> {
            S3Client s3 = S3Client.builder()
                    .httpClientBuilder(Apache5HttpClient.builder())
                    .endpointOverride(URI.create(origin))
                    .forcePathStyle(true)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                    .build();
            return () -> s3.getObjectAsBytes(object -> object.bucket("bytes").key("100"))
                    .asUtf8String();
        });
    }
}
