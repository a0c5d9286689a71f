// Verifies deliveries: JSON lines {secret, headers, body} in, "ok" or the error out. `v1` with the Go module; it knows no
// `v1a`, so that is plain Ed25519 of Go itself over what the specification signs.
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

type delivery struct {
	Secret  string            `json:"secret"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

func verifyAsymmetric(given delivery) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(given.Secret, "whpk_"))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return errors.New("no public key")
	}
	content := given.Headers["webhook-id"] + "." + given.Headers["webhook-timestamp"] + "." + given.Body
	for _, part := range strings.Fields(given.Headers["webhook-signature"]) {
		encoded, found := strings.CutPrefix(part, "v1a,")
		signature, err := base64.StdEncoding.DecodeString(encoded)
		if found && err == nil && ed25519.Verify(key, []byte(content), signature) {
			return nil
		}
	}
	return errors.New("no v1a signature is this key's")
}

func check(line []byte) error {
	var given delivery
	if err := json.Unmarshal(line, &given); err != nil {
		return err
	}
	if strings.HasPrefix(given.Secret, "whpk_") {
		return verifyAsymmetric(given)
	}
	webhook, err := standardwebhooks.NewWebhook(given.Secret)
	if err != nil {
		return err
	}
	headers := http.Header{}
	for name, value := range given.Headers {
		headers.Set(name, value)
	}
	return webhook.Verify([]byte(given.Body), headers)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 0, 1<<20), 1<<20)
	for lines.Scan() {
		if err := check(lines.Bytes()); err != nil {
			fmt.Println(err)
		} else {
			fmt.Println("ok")
		}
	}
}
