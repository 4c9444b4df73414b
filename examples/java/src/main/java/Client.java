import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import maqal.v1.Article.Entity;
import maqal.v1.Article.EntityType;
import maqal.v1.StructuringServiceGrpc;
import maqal.v1.StructuringServiceOuterClass.RawArticle;
import maqal.v1.StructuringServiceOuterClass.StructureArticleRequest;

/** Structures a file: java … Client page.txt [address]; README.md says how to build it. */
public final class Client {
    public static void main(String[] args) throws Exception {
        var address = args.length > 1 ? args[1] : "127.0.0.1:50051";
        var channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
        var raw = RawArticle.newBuilder().setContent(Files.readString(Path.of(args[0])));
        var request = StructureArticleRequest.newBuilder().setArticle(raw).build();
        var article = StructuringServiceGrpc.newBlockingStub(channel).structureArticle(request).getArticle();
        var people = article.getEntitiesList().stream()
                .filter(entity -> entity.getType() == EntityType.ENTITY_TYPE_PERSON)
                .map(Entity::getName)
                .collect(Collectors.joining(", "));
        System.out.println("headline: " + article.getHeadline().getText());
        System.out.println("date: " + article.getDatePublished().getValue());
        System.out.println("people: " + people);
        channel.shutdown();
    }
}
