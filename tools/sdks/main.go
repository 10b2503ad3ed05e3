// Makes the classes of a schema for Node.js, Go and Python, as the language hosts do for `pulumi package gen-sdk`: they call the same
// generators. Usage: generate SCHEMA VERSION FOLDER.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const name = "ivrsync"

func main() {
	if len(os.Args) != 4 {
		check(errors.New("usage: generate SCHEMA VERSION FOLDER"))
	}
	made, err := bound(os.Args[1], os.Args[2])
	check(err)
	files, err := nodejs.GeneratePackage(name, made, nil, nil, false, alone{})
	check(err)
	check(write(filepath.Join(os.Args[3], "nodejs"), files))
	files, err = golang.GeneratePackage(name, made, nil)
	check(err)
	check(write(filepath.Join(os.Args[3], "go"), files))
	files, err = python.GeneratePackage(name, made, nil, alone{})
	check(err)
	check(write(filepath.Join(os.Args[3], "python"), files))
}

func bound(file, version string) (*schema.Package, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var stated schema.PackageSpec
	if err := json.Unmarshal(text, &stated); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	stated.Version = version
	made, problems, err := schema.BindSpec(stated, alone{}, schema.ValidationOptions{})
	if err == nil && len(problems) > 0 {
		err = problems
	}
	return made, err
}

func write(folder string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// alone finds no other package: the schema refers to none.
type alone struct{}

var errAlone = errors.New("the schema refers to another package")

func (alone) LoadPackage(string, *semver.Version) (*schema.Package, error) { return nil, errAlone }

func (alone) LoadPackageV2(context.Context, *schema.PackageDescriptor) (*schema.Package, error) {
	return nil, errAlone
}

func (alone) LoadPackageReference(string, *semver.Version) (schema.PackageReference, error) {
	return nil, errAlone
}

func (alone) LoadPackageReferenceV2(context.Context, *schema.PackageDescriptor) (schema.PackageReference, error) {
	return nil, errAlone
}
