import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./i18n/request.ts");
const apiUrl = (process.env.API_INTERNAL_URL ?? "http://127.0.0.1:8000").replace(/\/+$/, "");

/** What every answer of the web carries; the Content-Security-Policy has a nonce and comes from middleware.ts. */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  // What this build was made for; check-saas-mode.sh compares it with the API's.
  { key: "X-Saas-Mode", value: process.env.NEXT_PUBLIC_SAAS_MODE || "B2B" },
  { key: "Strict-Transport-Security", value: "max-age=31536000; includeSubDomains" },
];

/**
 * What the root layout loads is one file, and what the admin layout adds is another: left alone, webpack repeats small
 * modules in the files of every layout, error page and page that needs them, and a visit downloads them all.
 */
function shareLayouts(config) {
  const group = (name, under, layouts, priority) => ({
    name,
    priority,
    enforce: true,
    chunks: (chunk) => Boolean(chunk.name?.startsWith(under)),
    test: (module, { chunkGraph }) =>
      module.type.startsWith("javascript") && [...chunkGraph.getModuleChunks(module)].some((chunk) => layouts.includes(chunk.name)),
  });
  const ofRoot = ["layout", "error", "not-found"].map((file) => `app/[locale]/${file}`);
  const ofAdmin = ["layout", "error", "not-found"].map((file) => `app/[locale]/admin/${file}`);
  Object.assign(config.optimization.splitChunks.cacheGroups, {
    rootLayout: group("root-layout", "app/[locale]/", ofRoot, 60),
    adminLayout: group("admin-layout", "app/[locale]/admin/", ofAdmin, 50),
  });
}

/** @type {import("next").NextConfig} */
const nextConfig = {
  output: "standalone",
  distDir: process.env.NEXT_DIST_DIR || ".next",
  reactStrictMode: true,
  poweredByHeader: false,
  // The image optimizer of Next 14 has open holes (docs/decisions): never used, sharp never installed.
  images: { unoptimized: true },
  // `make check` lints and checks types; who builds to run needs neither.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
  experimental: {
    optimizePackageImports: ["lucide-react", "recharts", "date-fns"],
    // Pages carry no data of their own: what a visit has loaded of them stays good, and going back costs no round trip.
    staleTimes: { dynamic: 300, static: 300 },
  },
  webpack(config, { dev, isServer }) {
    if (!dev && !isServer) shareLayouts(config);
    return config;
  },
  async headers() {
    return [{ source: "/:path*", headers: securityHeaders }];
  },
  async rewrites() {
    return [{ source: "/api/:path*", destination: `${apiUrl}/:path*` }];
  },
};

export default withNextIntl(nextConfig);
