<?php
/**
 * What the drill changes in WordPress, as a must-use plugin. On the internet none of it is needed: there a school's
 * WordPress and our site have public names and the usual ports.
 */

// WordPress fetches pasted links from no private address, and from no port but 80, 443 and 8080.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter(
	'http_allowed_safe_ports',
	function ( $ports, $host, $url ) {
		return array_merge( $ports, array( (int) wp_parse_url( $url, PHP_URL_PORT ) ) );
	},
	10,
	3
);
// It waits five seconds for an answer; the machine of a drill may be busy.
add_filter( 'http_request_timeout', fn() => 30 );
// Nobody gets a mail about the new website.
add_filter( 'pre_wp_mail', '__return_true' );
