// probe: the one program of the smallest test image. As a server it answers questions about its own pod; as a command it asks another one.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// patience is for answers that never come: a packet that a network policy drops.
const patience = 2 * time.Second

const usage = `usage:
  probe [serve [ADDRESS]]   answers / (name of the pod, and who asks), /file?path=, /hog?mebibytes=; default address :8080
  probe get URL             prints the status and the text of the answer; 1: there was none. Certificates are not checked
  probe connect HOST:PORT   0: a TCP connection comes about
  probe resolve NAME        prints the addresses of a name
  probe cat FILE            prints a file
  probe id                  prints the user, and whether the root file system can be written
`

func main() {
	words := append(os.Args[1:], "serve")
	argument := ""
	if len(os.Args) > 2 {
		argument = os.Args[2]
	}
	switch words[0] {
	case "serve":
		if argument == "" {
			argument = ":8080"
		}
		serve(argument)
	case "get":
		get(argument)
	case "connect":
		connection, err := net.DialTimeout("tcp", argument, patience)
		failOn(err)
		connection.Close()
		fmt.Println("connected")
	case "resolve":
		within, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		addresses, err := net.DefaultResolver.LookupHost(within, argument)
		failOn(err)
		for _, address := range addresses {
			fmt.Println(address)
		}
	case "cat":
		content, err := os.ReadFile(argument)
		failOn(err)
		os.Stdout.Write(content)
	case "id":
		err := os.WriteFile("/written-by-probe", nil, 0o600)
		fmt.Printf("uid=%d writable-root=%t\n", os.Getuid(), err == nil)
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
}

func failOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func get(url string) {
	client := &http.Client{Timeout: patience, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	answer, err := client.Get(url)
	failOn(err)
	text, err := io.ReadAll(answer.Body)
	failOn(err)
	fmt.Printf("%d %s\n", answer.StatusCode, text)
}

// hogged keeps what /hog asked for in memory.
var hogged [][]byte

func serve(address string) {
	name, _ := os.Hostname()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintf(w, "%s %s", name, r.RemoteAddr) })
	http.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, r.URL.Query().Get("path")) })
	http.HandleFunc("/hog", func(w http.ResponseWriter, r *http.Request) {
		mebibytes, _ := strconv.Atoi(r.URL.Query().Get("mebibytes"))
		for range mebibytes {
			block := make([]byte, 1<<20)
			for i := 0; i < len(block); i += 4096 {
				block[i] = 1
			}
			hogged = append(hogged, block)
		}
		fmt.Fprintf(w, "hogged %d", len(hogged))
	})
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		fmt.Println("ended by", <-ended)
		os.Exit(0)
	}()
	fmt.Println("listening on", address)
	failOn(http.ListenAndServe(address, nil))
}
