// Structures a file: go run . page.txt [address], behind `buf generate` in the root of the repository.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	maqal "maqal.example/gen/go/maqal/v1"
)

func main() {
	address := "127.0.0.1:50051"
	if len(os.Args) > 2 {
		address = os.Args[2]
	}
	content, err := os.ReadFile(os.Args[1])
	check(err)
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	check(err)
	defer connection.Close()
	answer, err := maqal.NewStructuringServiceClient(connection).StructureArticle(context.Background(),
		&maqal.StructureArticleRequest{Article: &maqal.RawArticle{Content: string(content)}})
	check(err)
	var people []string
	for _, entity := range answer.Article.Entities {
		if entity.Type == maqal.EntityType_ENTITY_TYPE_PERSON {
			people = append(people, entity.Name)
		}
	}
	fmt.Println("headline:", answer.Article.GetHeadline().GetText())
	fmt.Println("date:", answer.Article.GetDatePublished().GetValue())
	fmt.Println("people:", strings.Join(people, ", "))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
