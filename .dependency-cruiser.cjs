/** Imports point one way: page, container, hook, service; components know props alone. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "components-never-fetch",
      comment: "A component gets props and calls back; queries and services belong to containers' hooks.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(services|containers|app)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "components-hold-no-server-state",
      severity: "error",
      from: { path: "^components/", pathNot: "^components/common/providers\\.tsx$" },
      to: { path: "node_modules/@tanstack/react-query" },
    },
    {
      name: "ui-knows-no-feature",
      comment: "use-on-demand fetches code and knows no feature.",
      severity: "error",
      from: { path: "^components/ui/" },
      to: { path: "^(hooks/(?!use-on-demand)|stores|services|containers|components/(?!ui/))" },
    },
    {
      name: "pages-use-containers",
      comment: "A page is at most thirty lines: params, metadata, one container.",
      severity: "error",
      from: { path: "^app/.*page\\.tsx$" },
      to: { path: "^(services|hooks|stores)/" },
    },
    {
      name: "hooks-know-no-screen",
      severity: "error",
      from: { path: "^hooks/" },
      to: { path: "^(app|containers|components/(?!ui/))" },
    },
    {
      name: "services-know-no-screen",
      severity: "error",
      from: { path: "^services/" },
      to: { path: "^(app|containers|components|hooks)/" },
    },
    {
      name: "stores-hold-no-server-data",
      severity: "error",
      from: { path: "^stores/" },
      to: { path: "^(app|containers|components|hooks)/|node_modules/@tanstack/react-query" },
    },
    {
      name: "containers-use-hooks",
      comment: "The way to the server goes through the slice's hook; types of a service are fine.",
      severity: "error",
      from: { path: "^containers/" },
      to: { path: "^services/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "lib-is-pure",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|containers|components|hooks|stores|services)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-production-import-of-tests",
      severity: "error",
      from: { pathNot: "^tests/|\\.test\\.tsx?$|^(vitest|playwright)\\.config\\.ts$" },
      to: { path: "^tests/" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data|\\.venv|node_modules/\\.cache)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
